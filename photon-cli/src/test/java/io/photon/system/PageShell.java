// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.photon.rabbit.FreePort;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The shell of a reader who follows a page: one bash for the whole page, so that variables, the working folder and what
 * runs in the background last from one command to the next. Port 3000 of the page is the daemon's, 3100 and 8080 are free
 * ones, and this checkout is installed in {@code /opt/photon}. Closing it ends everything that it started.
 */
final class PageShell implements AutoCloseable {

    private static final Path ROOT =
            Path.of(System.getProperty("photon.root", "..")).toAbsolutePath().normalize();
    private static final String SEARCHED = ROOT.resolve("bin") + ":" + System.getenv("PATH") + ":/usr/sbin";
    private static final long LIMIT_S = 60;

    private final Process bash;
    private final BufferedReader exitCodes;
    private final Writer typed;
    private final Path home;
    private final String daemonPort;
    private final String secondPort = Integer.toString(FreePort.next());
    private final String proxyPort = Integer.toString(FreePort.next());
    private int steps;

    /**
     * @param home the daemon's, see {@link DaemonProcess#start(Path, String...)}; the shell works in {@code work}
     * @param variable which one holds the daemon's URL
     */
    PageShell(Path home, String variable, URI daemon) throws IOException {
        this.home = home;
        this.daemonPort = Integer.toString(daemon.getPort());
        ProcessBuilder builder = new ProcessBuilder("bash", "-o", "pipefail")
                .directory(Files.createDirectories(home.resolve("work")).toFile())
                .redirectError(new File("/dev/null"));
        builder.environment().keySet().removeIf(name -> name.startsWith("PHOTON_") || name.equals("MUON_URL"));
        builder.environment().put("PATH", SEARCHED);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        builder.environment().put("XDG_DATA_HOME", home.resolve("data").toString());
        builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
        builder.environment().put(variable, daemon.toString());
        this.bash = builder.start();
        this.exitCodes = bash.inputReader(StandardCharsets.UTF_8);
        this.typed = bash.outputWriter(StandardCharsets.UTF_8);
    }

    /** Whether there is such a program, also where Debian keeps those of servers. */
    static boolean finds(String program) {
        return Arrays.stream(SEARCHED.split(":"))
                .map(folder -> Path.of(folder, program))
                .anyMatch(Files::isExecutable);
    }

    /** What a command printed, on both of its streams. It must end with 0, within a minute. */
    String run(String place, String command) throws Exception {
        Path out = home.resolve("out" + ++steps);
        Path script = Files.writeString(home.resolve("step" + steps), onThisMachine(command) + "\n");
        typed.write(". '" + script + "' </dev/null >'" + out + "' 2>&1; echo $?\n");
        typed.flush();
        String code;
        try {
            code = CompletableFuture.supplyAsync(this::exitCode).get(LIMIT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(place + " did not end: " + command + "\n" + Files.readString(out), e);
        }
        String printed = Files.readString(out).strip();
        assertNotNull(code, place + " ended the shell: " + command + "\n" + printed);
        assertEquals("0", code, place + ": " + command + "\n" + printed);
        return printed;
    }

    private String onThisMachine(String command) {
        return command.replace("/opt/photon/", ROOT + "/")
                .replaceAll("\\b3000\\b", daemonPort)
                .replaceAll("\\b3100\\b", secondPort)
                .replaceAll("\\b8080\\b", proxyPort);
    }

    private String exitCode() {
        try {
            return exitCodes.readLine();
        } catch (IOException e) {
            return null; // as when it has ended
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> started = new ArrayList<>(bash.descendants().toList());
        started.add(0, bash.toHandle()); // first: it must start no more
        started.forEach(ProcessHandle::destroyForcibly);
        started.forEach(
                process -> process.onExit().orTimeout(LIMIT_S, TimeUnit.SECONDS).join());
    }
}
