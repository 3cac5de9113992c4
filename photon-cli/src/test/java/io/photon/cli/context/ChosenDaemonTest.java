// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which daemon is asked, of all that may be named at once. */
class ChosenDaemonTest {

    @TempDir
    Path folder;

    private Contexts contexts;

    @BeforeEach
    void contexts() {
        contexts = new Contexts(folder.resolve("contexts"), warning -> {});
        for (String name : new String[] {"option", "variable", "used"}) {
            contexts.save(new Context(name, "http://" + name, null, null, null, null, null, false), false);
        }
    }

    private Result<ChosenDaemon> choose(String url, String context, String variables, String inUse) {
        Map<String, String> environment = new HashMap<>();
        if (variables != null) {
            for (String each : variables.split(" ")) {
                environment.put(each.split("=")[0], each.split("=")[1]);
            }
        }
        contexts.use(inUse);
        return ChosenDaemon.of(url, context, environment, contexts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://u |        | PHOTON_URL=http://p PHOTON_CONTEXT=variable MUON_URL=amqp://m | used | http://u",
                "         |        | PHOTON_URL=http://p PHOTON_CONTEXT=variable MUON_URL=amqp://m | used | http://p",
                "         | option | PHOTON_URL=http://p                                           | used | http://p",
                "         | option | PHOTON_CONTEXT=variable MUON_URL=amqp://m                     | used | http://option",
                "         |        | PHOTON_CONTEXT=variable MUON_URL=amqp://m                     | used | http://variable",
                "         |        | MUON_URL=amqp://m                                             | used | http://used",
                "         |        | MUON_URL=amqp://m                                             |      | amqp://m",
                "         |        |                                                               |      | http://localhost:3000",
            })
    void theFirstThatIsNamedCounts(String url, String context, String variables, String inUse, String chosen) {
        ChosenDaemon daemon = ((Result.Ok<ChosenDaemon>) choose(url, context, variables, inUse)).value();
        assertEquals(chosen, daemon.url());
        boolean isOfContext = chosen.matches("http://(option|variable|used)");
        assertEquals(isOfContext, daemon.context() != null);
    }

    @Test
    void aContextThatDoesNotCountIsNotForgotten() {
        ChosenDaemon daemon = ((Result.Ok<ChosenDaemon>) choose(null, "option", "PHOTON_URL=http://p", null)).value();
        assertEquals("option", daemon.ignored());
        assertNull(daemon.context());
    }

    private Failure refused(String url, String context, String variables, String inUse) {
        return assertInstanceOf(Result.Err.class, choose(url, context, variables, inUse))
                .failure();
    }

    @Test
    void twoOptionsThatNameADaemonAreAMistake() {
        assertEquals(
                Failure.Kind.BAD_INPUT,
                refused("http://u", "option", null, null).kind());
    }

    @Test
    void aContextThatIsGoneIsNotPassedOver() {
        assertEquals(
                Failure.Kind.NOT_FOUND, refused(null, "optoin", null, "used").kind());
        assertEquals(
                Failure.Kind.NOT_FOUND,
                refused(null, null, "PHOTON_CONTEXT=x MUON_URL=amqp://m", null).kind());
        Failure used = refused(null, null, "MUON_URL=amqp://m", "gone");
        assertEquals(Failure.Kind.NOT_FOUND, used.kind());
        assertTrue(used.hint().contains("photon context use --none"), used.hint());
    }

    @Test
    void thePasswordOfABrokerIsNotShown() {
        ChosenDaemon daemon =
                ((Result.Ok<ChosenDaemon>) choose(null, null, "MUON_URL=amqp://u:p@ss@h:1/v", null)).value();
        assertEquals("amqp://u:********@h:1/v", daemon.shownUrl());
    }
}
