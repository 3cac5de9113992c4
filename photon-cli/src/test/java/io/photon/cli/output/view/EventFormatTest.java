// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFormatTest {

    private static final String EVENT = "{\"order-id\":1764000000000001,\"event-time\":1764000000000,"
            + "\"stream-name\":\"o\",\"event-type\":\"T\",\"payload\":{\"total\":12.50,\"a.b\":1,\"text\":\"x\\ny\\u001b\","
            + "\"items\":[{\"sku\":\"s1\"},{\"sku\":\"s2\"}]}}";

    private static String shown(String format, boolean harmless) {
        byte[] json = EVENT.getBytes(StandardCharsets.UTF_8);
        EventFormat parsed = ((Result.Ok<EventFormat>) EventFormat.parse(format)).value();
        return parsed.line(json, 0, json.length, harmless);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{order-id} {payload.total}|1764000000000001 12.50",
                "{time} {event-type}|2025-11-24T16:00:00.000Z T",
                "{payload.items[1].sku},{.payload.items.0.sku}|s2,s1",
                "{payload.items}|[{\"sku\":\"s1\"},{\"sku\":\"s2\"}]",
                "[{payload.nothing}]{payload.total.deeper}|[]",
                "{{{event-type}}}|{T}",
                "a\\tb|a\tb",
            })
    void pathsAreTakenOutOfTheEvent(String format, String line) {
        assertEquals(line, shown(format, false));
    }

    @Test
    void oneEventIsOneLineAndHarmsNoTerminal() {
        assertEquals("x\\ny\u001b", shown("{payload.text}", false));
        assertEquals("x\\u000ay\\u001b", shown("{payload.text}", true));
    }

    @ParameterizedTest
    @CsvSource({"{order-id, character 1", "a {} b, character 3", "order-id}, character 9"})
    void aWrongFormatIsRefusedWithItsPlace(String format, String place) {
        Result<EventFormat> read = EventFormat.parse(format);
        assertInstanceOf(Result.Err.class, read);
        String message = ((Result.Err<EventFormat>) read).failure().message();
        assertTrue(message.contains(place), message);
    }
}
