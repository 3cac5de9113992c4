// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.command.QuietConnection;
import io.photon.cli.names.BashLine;
import io.photon.cli.names.ContextNames;
import io.photon.cli.names.NameCompletion;
import io.photon.cli.names.NameKey;
import io.photon.cli.names.Names;
import io.photon.cli.output.DataOut;
import io.photon.cli.output.ExitCode;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the completion scripts ask for: {@code photon __complete bash WHAT LINE} answers lines, each a word as bash writes
 * it; {@code photon __complete raw WHAT PREFIX WORD…} (or {@code fish}) answers names that end with a zero byte, for shells
 * that quote themselves. Not a command of the model, which would take longer to build than the answer. It never fails.
 */
final class CompletionAnswer {

    static final String WORD = "__complete";

    /** How long a key waits for a daemon, unless the variable gives another number of milliseconds. */
    private static final long PATIENCE_MS = 100;

    private static final String PATIENCE = "PHOTON_COMPLETION_MS";

    /** The time limit of a background process. */
    private static final long BACKGROUND_MS = 5_000;

    private static final String IN_THE_BACKGROUND = "PHOTON_COMPLETE_LATER";

    private final Map<String, String> environment;

    CompletionAnswer(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @param arguments with the hidden word first */
    int run(String[] arguments, OutputStream out) {
        if (arguments.length < 4) {
            return ExitCode.OK;
        }
        DataOut printed = new DataOut(out, "stdout");
        NameCompletion completion = new NameCompletion(arguments[2]);
        if (arguments[1].equals("bash")) {
            BashLine line = BashLine.read(arguments[3]);
            for (String word : words(completion, line.word(), line.words(), arguments)) {
                String written = line.written(word);
                if (written != null) {
                    printed.line(written);
                }
            }
        } else {
            List<String> line = List.of(arguments).subList(4, arguments.length);
            for (String word : words(completion, arguments[3], line, arguments)) {
                if (word.indexOf('\t') < 0 || !arguments[1].equals("fish")) { // fish takes what follows for a remark
                    printed.print(word);
                    printed.write(0);
                }
            }
        }
        printed.flush();
        return ExitCode.OK;
    }

    private List<String> words(NameCompletion completion, String written, List<String> line, String[] arguments) {
        if (arguments[2].equals(ContextNames.WHAT)) {
            return ContextNames.of(written, environment);
        }
        NameKey key = completion.key(written, LineStream.of(line));
        if (key == null) {
            return List.of();
        }
        QuietConnection connection = QuietConnection.of(line, environment);
        boolean later = environment.containsKey(IN_THE_BACKGROUND);
        Names names = new Names(
                connection.target(),
                environment,
                () -> connection.open(later ? BACKGROUND_MS : patienceMs()),
                Clock.systemUTC());
        if (later) {
            names.refresh(key);
        } else if (!names.isFresh(key) && !answeredInTime(names, key)) {
            refreshLater(arguments);
        }
        return completion.words(written, names.known(key));
    }

    private long patienceMs() {
        try {
            return Long.parseLong(environment.getOrDefault(PATIENCE, Long.toString(PATIENCE_MS)));
        } catch (NumberFormatException e) {
            return PATIENCE_MS; // a key is no place for a complaint
        }
    }

    private boolean answeredInTime(Names names, NameKey key) {
        CountDownLatch answered = new CountDownLatch(1);
        Thread asking = new Thread(
                () -> {
                    names.refresh(key);
                    answered.countDown();
                },
                "photon-names");
        asking.setDaemon(true);
        asking.start();
        try {
            return answered.await(patienceMs(), TimeUnit.MILLISECONDS); // a quick refusal is an answer
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A daemon that is slow or far is asked by another process, so that the next key has what it said. */
    private static void refreshLater(String[] arguments) {
        ProcessHandle.Info self = ProcessHandle.current().info();
        String[] all = self.arguments().orElse(new String[0]);
        if (self.command().isEmpty() || all.length <= arguments.length) {
            return; // the system does not tell how this process was started
        }
        List<String> command = new ArrayList<>(List.of(self.command().get()));
        command.addAll(List.of(all));
        ProcessBuilder again = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        again.environment().put(IN_THE_BACKGROUND, "1");
        try {
            again.start();
        } catch (IOException e) {
            return; // then the next key asks
        }
    }
}
