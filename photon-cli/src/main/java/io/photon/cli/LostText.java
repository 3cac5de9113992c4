// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.result.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Text that Java could not read: it decodes arguments, variables and the working folder in the encoding of the locale
 * before the program begins, and puts something else in the place of what it does not understand. Stored, that would be
 * other text than the user wrote, so it is refused.
 */
final class LostText {

    private static final char LOST = '\ufffd';
    private static final String HINT = "start Photon with bin/photon, or set LC_ALL=C.UTF-8";

    /** Variables that are read besides {@code PHOTON_…} and {@code XDG_…}. */
    private static final List<String> READ = List.of("HOME", "MUON_URL");

    private final String encoding;
    private final Map<String, String> environment;
    private final String workingFolder;
    private final RawArguments raw;

    /** The arguments' bytes, if the system tells. */
    interface RawArguments {
        /** @return the whole command line, each word ended by a zero; empty when unknown */
        byte[] bytes() throws IOException;
    }

    /** A class and not a lambda: the first lambda in a process takes longer than some commands. */
    private static final class OfTheSystem implements RawArguments {
        @Override
        public byte[] bytes() throws IOException {
            return Files.readAllBytes(Path.of("/proc/self/cmdline"));
        }
    }

    /** @param encoding that Java decodes with */
    LostText(String encoding, Map<String, String> environment, String workingFolder, RawArguments raw) {
        this.encoding = encoding;
        this.environment = environment;
        this.workingFolder = workingFolder;
        this.raw = raw;
    }

    static LostText ofThisProcess() {
        return new LostText(
                System.getProperty("sun.jnu.encoding", ""),
                System.getenv(),
                System.getProperty("user.dir", ""),
                new OfTheSystem());
    }

    /** Why these arguments are not what was written; empty when they are. */
    Optional<Failure> find(String... arguments) {
        return encoding.equalsIgnoreCase("UTF-8") ? findInvalid(arguments) : findBeyondAscii(arguments);
    }

    private Optional<Failure> findInvalid(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].indexOf(LOST) >= 0 && !isWritten(arguments.length - i)) {
                return refusal("argument " + (i + 1) + " is not UTF-8: '" + arguments[i] + "'", "write it in UTF-8");
            }
        }
        for (Map.Entry<String, String> variable : variables().entrySet()) {
            if (variable.getValue().indexOf(LOST) >= 0) {
                return refusal("the variable " + variable.getKey() + " is not UTF-8", "write it in UTF-8");
            }
        }
        return Optional.empty();
    }

    /** Whether the argument's bytes are sound: then it holds the very sign that stands for lost ones. */
    private boolean isWritten(int fromTheEnd) {
        try {
            byte[] bytes = raw.bytes();
            int end = bytes.length;
            for (int word = 1; end > 0; word++) {
                int from = end - 1;
                while (from > 0 && bytes[from - 1] != 0) {
                    from--;
                }
                if (word == fromTheEnd) {
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, end - 1 - from));
                    return true;
                }
                end = from;
            }
            return false;
        } catch (IOException e) {
            return false; // not UTF-8, or not known: refused rather than stored damaged
        }
    }

    private Optional<Failure> findBeyondAscii(String... arguments) {
        String because = ", and Java was started with the encoding " + encoding + " instead of UTF-8";
        for (int i = 0; i < arguments.length; i++) {
            if (isBeyondAscii(arguments[i])) {
                return refusal("argument " + (i + 1) + " holds more than ASCII" + because, HINT);
            }
        }
        for (Map.Entry<String, String> variable : variables().entrySet()) {
            if (isBeyondAscii(variable.getValue())) {
                return refusal("the variable " + variable.getKey() + " holds more than ASCII" + because, HINT);
            }
        }
        return isBeyondAscii(workingFolder)
                ? refusal("the name of the working folder holds more than ASCII" + because, HINT)
                : Optional.empty();
    }

    private Map<String, String> variables() {
        Map<String, String> read = new TreeMap<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (name.startsWith("PHOTON_") || name.startsWith("XDG_") || READ.contains(name)) {
                read.put(name, variable.getValue());
            }
        }
        return read;
    }

    private static boolean isBeyondAscii(String text) {
        return text.chars().anyMatch(c -> c > 0x7f);
    }

    private static Optional<Failure> refusal(String message, String hint) {
        return Optional.of(Failure.of(Failure.Kind.BAD_INPUT, message, hint));
    }
}
