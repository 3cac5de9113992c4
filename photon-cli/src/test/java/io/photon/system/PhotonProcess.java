// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@code photon} command in a process of its own. @param code its exit code */
record PhotonProcess(int code, String out, String err) {

    private static final long LIMIT_S = 120;

    /** Runs a command to its end. @param folder for its output @param door gives the identity, not the address */
    static PhotonProcess run(Path folder, HttpDoor door, String... arguments) throws Exception {
        return run(folder, Map.of(), door, arguments);
    }

    /** The same with these variables in its environment. */
    static PhotonProcess run(Path folder, Map<String, String> environment, HttpDoor door, String... arguments)
            throws Exception {
        Path out = Files.createTempFile(folder, "photon", ".out");
        PhotonProcess result = runInto(out, folder, environment, door, arguments);
        return new PhotonProcess(result.code(), Files.readString(out), result.err());
    }

    /** The same with its output in a file, as a shell's {@code >} does. */
    static PhotonProcess runInto(Path out, Path folder, HttpDoor door, String... arguments) throws Exception {
        return runInto(out, folder, Map.of(), door, arguments);
    }

    /** The same with these variables in its environment. */
    static PhotonProcess runInto(
            Path out, Path folder, Map<String, String> environment, HttpDoor door, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(PhotonJar.command());
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile(folder, "photon", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PHOTON_") || name.equals("MUON_URL"));
        builder.environment().put("PHOTON_TOKEN", door.token());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
        process.destroyForcibly();
        PhotonProcess result = new PhotonProcess(ended ? process.exitValue() : -1, "", Files.readString(err));
        assertTrue(ended, "photon " + String.join(" ", arguments) + " does not end: " + result);
        return result;
    }
}
