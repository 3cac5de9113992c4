// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {

    private static Statement good(String line) {
        return (Statement) ((Result.Ok<?>) assertInstanceOf(Result.Ok.class, Statement.parse(line))).value();
    }

    @Test
    void aCommandGoesThroughFiltersIntoAFile() {
        Statement all = good("watch 2s photon replay orders | jq -r '.payload | .total' | ! sort -n > totals.txt");
        assertEquals("2s", all.watch());
        assertEquals(List.of("replay", "orders"), all.words());
        assertEquals(
                List.of(List.of("jq", "-r", ".payload | .total"), List.of("sh", "-c", "sort -n > totals.txt")),
                all.filters());
        Statement appended = good("streams list | jq .x >> 'a file'");
        assertEquals("a file", appended.file());
        assertTrue(appended.appends());
        assertFalse(good("streams list > f").appends());
    }

    @Test
    void aProgramOfTheSystemMayStandAlone() {
        assertEquals(List.of(List.of("sh", "-c", "ls | wc")), good("! ls | wc").filters());
        assertEquals(List.of(), good("!ls").words());
        assertTrue(good("  # only a remark").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| jq .",
                "a |",
                "a | sort",
                "a >",
                "a > b c",
                "a > b | jq .",
                "watch 2s",
                "watch",
                "a 'b",
                "emit {"
            })
    void whatCannotBeUnderstoodIsRefusedWithAHint(String line) {
        Result.Err<?> err = assertInstanceOf(Result.Err.class, Statement.parse(line));
        assertFalse(err.failure().hint().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "streams list --token abc,true",
        "replay x --token=abc,true",
        "replay x --token-file f,false",
        "replay x --user me --password-file f,false",
        "replay x --url amqp://me:pass@host,true",
        "replay x --url http://host:3000/a@b,false",
        "rpc rpc://x/y '{\"password\": \"p\"}',true",
        "emit --type PasswordChanged,false"
    })
    void aLineWithASecretIsNotKept(String line, boolean secret) {
        assertEquals(secret, Secrets.isIn(line), line);
    }
}
