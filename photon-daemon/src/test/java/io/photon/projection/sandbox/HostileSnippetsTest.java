// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import io.photon.projection.clojure.ClojureEngine;
import io.photon.projection.javascript.JavaScriptEngine;
import io.photon.projection.jq.JqEngine;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerEngine;
import io.photon.projection.spi.ReducerLimits;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hundreds of reductions as an attacker or a careless person writes them, one a line in {@code hostile/LANGUAGE.txt}: each is
 * refused, fails with a reason, or gives a value that does not depend on the process; none is taken for a lack of Photon's.
 */
class HostileSnippetsTest {

    private static final ReducerLimits LIMITS = new ReducerLimits(Duration.ofMillis(50), 1 << 20);
    private static final int AT_LEAST = 300;
    /** Of processor time, for on a busy machine it takes longer: a call that nothing stops is given up after ten seconds of it. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Names of classes with their packages, places in memory, and what libraries say when they have nothing to say. */
    private static final Pattern RAW = Pattern.compile(
            "\\b(?:java|javax|jdk|org\\.(?:mozilla|joni)|com\\.fasterxml|net\\.thisptr|clojure\\.lang|io\\.photon)\\.[a-z]*"
                    + "|@[0-9a-f]{5,}|^N/A$|^-?\\d{4,}$|^$");

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "clojure", "jq"})
    void hundredsOfHostileReductionsDoNoHarmAndAreExplained(String language) throws IOException {
        List<String> snippets = snippets(language);
        assertTrue(snippets.size() >= AT_LEAST, "only " + snippets.size());
        Supplier<ReducerEngine> engines = switch (language) {
            case "javascript" -> JavaScriptEngine::new;
            case "clojure" -> ClojureEngine::new;
            default -> JqEngine::new;
        };
        ReducerEngine one = engines.get();
        ReducerEngine other = engines.get();
        List<String> wrong = new ArrayList<>();
        for (String snippet : snippets) {
            long from = SYSTEM.getProcessCpuTime();
            String outcome = outcome(one, snippet, wrong);
            if (!outcome.startsWith("limit: ")) {
                String again = outcome(other, snippet, wrong);
                if (!again.equals(outcome) && !again.startsWith("limit: ")) {
                    wrong.add(snippet + ": once " + outcome + ", once " + again);
                }
            }
            long tookNanos = SYSTEM.getProcessCpuTime() - from;
            if (tookNanos > BOUND.toNanos()) {
                wrong.add(snippet + ": took " + tookNanos / 1_000_000 + " ms of the processor");
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static String outcome(ReducerEngine engine, String snippet, List<String> wrong) {
        Result<Reducer> made = engine.compile(snippet, null, LIMITS);
        if (made instanceof Result.Err<Reducer> refused) {
            return checked("refused: ", refused.failure().message(), snippet, wrong);
        }
        try (Reducer reducer = ((Result.Ok<Reducer>) made).value()) {
            reducer.reduce(Reductions.event(1_764_000_000_000_000L, "{\"a\":1}"));
            String first = Reductions.json(reducer);
            assertFalse(first.isEmpty());
            reducer.restore(reducer.snapshot());
            if (!Reductions.json(reducer).equals(first)) {
                wrong.add(snippet + ": " + first + " became " + Reductions.json(reducer) + " by a restart");
            }
            reducer.reduce(Reductions.event(1_764_000_000_000_001L, "{\"a\":2}"));
            String value = Reductions.json(reducer);
            return "value: " + value.length() + " characters, " + value.hashCode() + ", "
                    + value.substring(0, Math.min(value.length(), 100));
        } catch (ReductionException e) {
            if (e.isLack()) {
                wrong.add(snippet + " is taken for a lack: " + e.getMessage());
            }
            return checked(e.isLimit() ? "limit: " : "failed: ", e.getMessage(), snippet, wrong);
        }
    }

    private static String checked(String what, String message, String snippet, List<String> wrong) {
        String said = message.replaceAll("^line \\d+(?:, column \\d+)?: ", "");
        String own = RAW.matcher(snippet).replaceAll("");
        if (RAW.matcher(said).find() && own.equals(snippet)) {
            wrong.add(snippet + ": " + what + message);
        }
        return what + message;
    }

    private static List<String> snippets(String language) throws IOException {
        try (InputStream in = HostileSnippetsTest.class.getResourceAsStream("/hostile/" + language + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }
}
