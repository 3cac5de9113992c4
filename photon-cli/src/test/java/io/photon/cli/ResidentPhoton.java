// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.output.Console;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code photon} for shells, without its start: a script that has its words, variables and input run in this process, and
 * prints what comes of it. For tests of hundreds of answers, of which a start is the dearest part. Names of files in its words
 * must begin with {@code /}. It keeps input and output in {@code $RESIDENT_DIR}, else in {@code $XDG_RUNTIME_DIR}.
 */
public final class ResidentPhoton implements AutoCloseable {

    private static final String SCRIPT = """
            #!/usr/bin/env bash
            d=$(mktemp -d "${RESIDENT_DIR:-$XDG_RUNTIME_DIR}/run-XXXXXX") || exit 99
            printf '%s\\0' "$@" >"$d/words"
            env -0 >"$d/environment"
            cat >"$d/in"
            exec 3<>/dev/tcp/127.0.0.1/PORT || exit 99
            printf '%s\\n' "$d" >&3
            read -r code <&3 || exit 99
            cat "$d/out"
            cat "$d/err" >&2
            exit "$code"
            """;

    private final ServerSocket server;

    public ResidentPhoton() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        background("resident photon", this::accept);
    }

    /** What a shell is to find as {@code photon}. */
    public String script() {
        return SCRIPT.replace("PORT", Integer.toString(server.getLocalPort()));
    }

    private static void background(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                background("photon in this process", () -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket;
                BufferedReader asked =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            int code = run(Path.of(asked.readLine()));
            socket.getOutputStream().write((code + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            System.err.println("a command was left: " + e); // its script ends with 99
        }
    }

    private static int run(Path folder) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve("out"));
                PrintStream err =
                        new PrintStream(Files.newOutputStream(folder.resolve("err")), true, StandardCharsets.UTF_8)) {
            Map<String, String> environment = new HashMap<>();
            for (String each : parts(folder.resolve("environment"))) {
                int end = each.indexOf('=');
                environment.put(each.substring(0, end), each.substring(end + 1));
            }
            Console console = new Console(
                    new ByteArrayInputStream(Files.readAllBytes(folder.resolve("in"))),
                    out,
                    err,
                    false,
                    false,
                    false,
                    environment);
            return InThisProcess.run(console, parts(folder.resolve("words")).toArray(String[]::new));
        }
    }

    /** Each ends with a zero byte; none is lost, also when it is empty. */
    private static List<String> parts(Path file) throws IOException {
        String[] parts = Files.readString(file).split("\0", -1);
        return Arrays.asList(parts).subList(0, parts.length - 1);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
