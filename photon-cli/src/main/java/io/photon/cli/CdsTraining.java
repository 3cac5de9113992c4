// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.output.Console;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Runs the usual commands once, against a daemon in the same process that keeps its data in a folder given as the
 * argument. The launcher has the JVM write down which classes that takes (AppCDS); no one else calls it.
 */
final class CdsTraining {

    private static final String EVENT =
            "{\"stream-name\":\"rehearsal\",\"event-type\":\"t\",\"payload\":{\"n\":1.5}}\n";

    private static final List<String> AMQP = List.of(
            "com/rabbitmq/client/",
            "com/rabbitmq/utility/",
            "io/photon/client/muon/",
            "io/photon/muon/eventstore/",
            "io/photon/muon/stack/client/",
            "io/photon/muon/transport/amqp/",
            "io/photon/muon/wire/");

    /** What a shell needs until its first prompt; a rehearsal has no terminal to run one in. */
    private static final List<String> SHELL = List.of(
            "org/jline/keymap/", "org/jline/nativ/", "org/jline/reader/", "org/jline/terminal/", "org/jline/utils/");

    /** The commands, all of them; those that are rehearsed bring what else such commands take. */
    private static final List<String> COMMANDS = List.of("io/photon/cli/", "io/photon/client/http/");

    private CdsTraining() {}

    public static void main(String[] args) throws IOException {
        Main.prepare(args);
        Path folder = Path.of(args[0]);
        Map<String, String> environment = new HashMap<>(Map.of(
                "XDG_DATA_HOME", folder.toString(),
                "XDG_CONFIG_HOME", folder.toString(),
                "XDG_RUNTIME_DIR", folder.toString(),
                "XDG_CACHE_HOME", folder.toString()));
        run(environment, "", "version");
        run(environment, "", "version", "-o", "table");
        rehearseAmqp(environment);
        loadAll(SHELL);
        loadAll(COMMANDS);
        serve(environment);
        if (environment.containsKey("PHOTON_URL")) {
            run(environment, "", "emit", "--stream", "rehearsal", "--type", "t", "--payload", "{}");
            run(environment, "", "emit", EVENT);
            run(environment, EVENT + EVENT, "emit");
            run(environment, "", "replay", "rehearsal", "--type", "cold");
            run(environment, "", "replay", "rehearsal", "--type", "cold", "-o", "table", "--where", ".payload.n > 1");
            run(environment, "", "streams", "list");
            run(environment, "", "streams", "list", "-o", "table");
            run(environment, "", "event", "get", "rehearsal", "1");
            run(environment, "", "status");
            run(environment, "", "status", "-o", "table");
            run(environment, "", "whoami");
            rehearseProjections(environment);
            complete(environment);
            Path backup = folder.resolve("backup");
            run(environment, "", "backup", "--file", backup.toString());
            run(environment, "", "verify", backup.toString());
            run(environment, "", "restore", backup.toString());
        }
        System.exit(0); // the daemon stops as on a signal
    }

    private static void rehearseProjections(Map<String, String> environment) {
        run(environment, "", "projection", "create", "r", "--language", "jq", "-e", ".", "--initial", "0");
        run(environment, "", "projection", "list");
        run(environment, "", "projection", "list", "-o", "table");
        run(environment, "", "projection", "query", "r");
        run(environment, "", "projection", "delete", "r", "--yes");
    }

    /**
     * The way to a broker, as far as it goes without one: to a port without a listener. The rest of the classes that
     * speak AMQP is loaded by name.
     */
    private static void rehearseAmqp(Map<String, String> environment) throws IOException {
        String nobody = "amqp://127.0.0.1:1";
        run(environment, "", "emit", EVENT, "--url", nobody);
        run(environment, "", "discover", "--url", nobody);
        loadAll(AMQP);
    }

    private static void loadAll(List<String> rooms) throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("java.class.path"))) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (name.endsWith(".class") && rooms.stream().anyMatch(name::startsWith)) {
                    load(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                }
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, CdsTraining.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            System.err.println("not rehearsed: " + e); // it stands on a library we do not have, so no one uses it
        }
    }

    private static void serve(Map<String, String> environment) throws IOException {
        PipedInputStream said = new PipedInputStream();
        PrintStream err = new PrintStream(new PipedOutputStream(said), true, StandardCharsets.UTF_8);
        Thread daemon = new Thread(
                () -> {
                    Main.run(
                            console("", OutputStream.nullOutputStream(), err, environment),
                            true,
                            "serve",
                            "-rest.port",
                            "0");
                    err.close();
                },
                "rehearsal-daemon");
        daemon.setDaemon(true);
        daemon.start();
        try (Scanner lines = new Scanner(said, StandardCharsets.UTF_8)) {
            while (lines.hasNextLine()) {
                String[] words = lines.nextLine().split(" ");
                if (words.length > 2 && words[1].equals("ready")) {
                    environment.put("PHOTON_URL", words[2]);
                    return;
                }
            }
        }
    }

    private static void complete(Map<String, String> environment) {
        String[] line = {CompletionAnswer.WORD, "bash", "globs", "photon replay reh"};
        new CompletionAnswer(environment).run(line, OutputStream.nullOutputStream());
    }

    private static void run(Map<String, String> environment, String stdin, String... words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Main.run(console(stdin, OutputStream.nullOutputStream(), nowhere, environment), true, words);
    }

    private static Console console(String stdin, OutputStream out, PrintStream err, Map<String, String> environment) {
        InputStream in = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
        return new Console(in, out, err, false, false, false, environment);
    }
}
