// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailDelayTest {

    private final List<String> seen = new ArrayList<>();
    private long nowNanos;
    private final ByteSink noting = new ByteSink() {
        @Override
        public void write(byte[] bytes, int offset, int length) {
            seen.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void pause() {
            seen.add("|");
        }
    };
    private final TailDelay sink = new TailDelay(noting, () -> nowNanos);

    private void write(String lines) {
        byte[] bytes = ("#" + lines).getBytes(StandardCharsets.UTF_8);
        sink.write(bytes, 1, bytes.length - 1);
    }

    @Test
    void theLastLineFollowsAMomentLaterAndEverythingKeepsItsOrder() {
        write("a\nb\n");
        write("c\n");
        write("d\ne\nf\n");
        sink.pause();
        assertEquals("a\nb\nc\nd\ne\n|f\n|", String.join("", seen));
    }

    @Test
    void aFirstLineIsNotKeptBackAndOneThatComesSoonAfterItWaits() {
        sink.pause();
        write("a\n");
        sink.pause();
        assertEquals("|a\n|", String.join("", seen));
        long begin = System.nanoTime();
        write("b\n");
        sink.pause();
        assertEquals("|a\n||b\n|", String.join("", seen));
        assertTrue(System.nanoTime() - begin >= 90_000_000, "who has left is not noticed in so short a time");
    }

    @Test
    void afterTheFirstSecondLinesGoStraightThrough() {
        write("a\n");
        sink.pause();
        nowNanos = 900_000_000;
        write("b\n");
        sink.pause();
        write("c\nd\n");
        assertEquals("a\n||b\n|c\n", String.join("", seen), "the second is not over");
        nowNanos = 1_100_000_000;
        sink.pause();
        seen.clear();
        write("e\nf\n");
        assertEquals("e\nf\n", String.join("", seen));
    }
}
