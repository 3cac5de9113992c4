package io.photon.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GiveWayTest {

    private final List<String> seen = new ArrayList<>();
    private final GiveWay sink = new GiveWay(new ByteSink() {
        @Override
        public void write(byte[] bytes, int offset, int length) {
            seen.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void pause() {
            seen.add("|");
        }
    });

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
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 1_100_000_000L) {
            write("b\n");
            sink.pause();
        }
        seen.clear();
        write("c\nd\n");
        assertEquals("c\nd\n", String.join("", seen));
    }
}
