package io.photon.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "order-**, order-1, true",
        "order-**, order-1/lines/2, true",
        "order-**, order-, true",
        "order-**, orders, false",
        "order-*, order-1, true",
        "order-*, order-1/lines, false",
        "*/lines, order-1/lines, true",
        "*/lines, a/b/lines, false",
        "**/lines, a/b/lines, true",
        "plain, plain, true",
        "plain, plainer, false",
        "*a*b*, xaybz, true",
        "*a*b*, xbya, false",
        "a***b, a/x/b, true"
    })
    void aStarStopsAtASlashAndTwoStarsDoNot(String pattern, String name, boolean fits) {
        assertEquals(fits, Glob.of(pattern).matches(name));
    }

    @Property(tries = 500)
    void aGlobMeansTheSameAsTheRegularExpressionItStandsFor(
            @ForAll("patterns") String pattern, @ForAll("names") String name) {
        String regex = pattern.replaceAll("\\*\\*+", "D").replace("*", "[^/]*").replace("D", ".*");
        assertEquals(Pattern.matches(regex, name), Glob.of(pattern).matches(name));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab/*").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("ab/").ofMaxLength(8);
    }

    @Test
    void noPatternRunsLong() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> Glob.of("*a".repeat(500) + "b").matches("a".repeat(4_096)));
    }
}
