// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command prints when Java itself fails in it. */
class ErrorsTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    /** Runs a command whose standard input and output fail as a stack that is full does. */
    private int run(String line) {
        InputStream in = new InputStream() {
            @Override
            public int read() {
                throw new StackOverflowError();
            }

            @Override
            public int available() {
                throw new StackOverflowError();
            }
        };
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                throw new StackOverflowError();
            }
        };
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        return InThisProcess.run(new Console(in, out, err, false, false, false, Map.of()), line.split(" "));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "version -o raw", "help", "help emit"})
    void anErrorOfJavaIsOneSentenceAsEveryOtherFaultIs(String line) {
        assertEquals(1, run(line), this::said);
        assertTrue(
                said().startsWith("photon: " + line.split(" ")[0]
                        + ": unexpected: a fault inside Photon (stack overflow)"),
                said());
        assertTrue(said().contains("--debug"), said());
        assertFalse(said().contains("\tat "), said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"version --debug", "version -o raw --debug"})
    void whoDebugsSeesWhereItHappened(String line) {
        assertEquals(1, run(line), this::said);
        assertTrue(said().contains("java.lang.StackOverflowError\n\tat "), said());
    }
}
