// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecurityReducerTest {

    private final SecurityReducer reducer = new SecurityReducer(new HeldRows());
    private long position = 1764000000000000L;

    private void fold(String type, String payload) {
        reducer.reduce(Event.ofLine(("{\"order-id\":" + position++ + ",\"event-time\":1764000000000,"
                        + "\"stream-name\":\"__security__\",\"event-type\":\"" + type + "\",\"payload\":" + payload
                        + "}")
                .getBytes(StandardCharsets.UTF_8)));
    }

    private String value() {
        return new String(reducer.value(), StandardCharsets.UTF_8);
    }

    @Test
    void applicationsAreListedByUserUntilTheyAreDeleted() {
        assertEquals("{}", value());
        fold("create-app", "{\"username\":\"ann\",\"client-id\":\"1\",\"name\":\"shop\"}");
        fold("create-app", "{\"username\":\"ann\",\"client-id\":\"2\",\"name\":\"till\"}");
        fold("create-app", "{\"username\":\"an\",\"client-id\":\"3\",\"name\":\"bot\"}");
        assertEquals(
                "{\"an\":{\"3\":{\"username\":\"an\",\"client-id\":\"3\",\"name\":\"bot\"}},"
                        + "\"ann\":{\"1\":{\"username\":\"ann\",\"client-id\":\"1\",\"name\":\"shop\"},"
                        + "\"2\":{\"username\":\"ann\",\"client-id\":\"2\",\"name\":\"till\"}}}",
                value());
        fold("delete-app", "{\"username\":\"ann\",\"client-id\":\"1\"}");
        assertEquals(
                "{\"2\":{\"username\":\"ann\",\"client-id\":\"2\",\"name\":\"till\"}}",
                new String(reducer.field("ann").orElseThrow(), StandardCharsets.UTF_8));
        fold("delete-app", "{\"username\":\"ann\",\"client-id\":\"2\"}");
        assertTrue(reducer.field("ann").isEmpty());
    }

    @Test
    void noSecretIsInTheValue() {
        fold(
                "create-app",
                "{\"username\":\"ann\",\"client-id\":\"1\",\"client-secret\":\"s3cr3t\",\"secret-hash\":\"h4sh\"}");
        assertFalse(value().contains("s3cr3t") || value().contains("h4sh"), value());
    }

    @Test
    void eventsThatNameNoApplicationChangeNothing() {
        fold("create-app", "{\"username\":\"ann\"}");
        fold("create-app", "[]");
        fold("something-else", "{\"username\":\"ann\",\"client-id\":\"1\"}");
        assertEquals("{}", value());
    }
}
