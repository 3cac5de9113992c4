// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.JsonTree;
import io.photon.event.Event;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a node answered to a follower: a line of facts, then a line for each event.
 *
 * @param node the name of the node that answered
 * @param nodeId what tells it from others
 * @param through the ids of the nodes through which it gets its events, the nearest first; empty for a primary
 * @param role what it is
 * @param primary the address of the primary as that node knows it; empty when it is that node
 * @param epoch the highest that it knows
 * @param head its own head
 * @param total how many visible events it has
 * @param upTo nothing but these events is visible above the position that was asked for and up to here
 * @param end whether that is all it has
 * @param events share one array
 */
record Fetched(
        String node,
        String nodeId,
        List<String> through,
        String role,
        String primary,
        Epoch epoch,
        long head,
        long total,
        long lagMs,
        String stopped,
        long upTo,
        boolean end,
        List<Event> events) {

    /** Reads an answer; it keeps the array. */
    static Result<Fetched> read(byte[] answer, int length) {
        int line = 0;
        while (line < length && answer[line] != '\n') {
            line++;
        }
        if (line == 0 || line == length || answer[line - 1] != '[') {
            return strange("its first line is not one of facts");
        }
        try {
            byte[] facts = Arrays.copyOf(answer, line + 2);
            facts[line] = ']';
            facts[line + 1] = '}';
            JsonNode read = JsonTree.read(facts);
            long count = read.path("count").asLong(-1);
            List<Event> events = events(answer, line + 1, length);
            if (events.size() != count) {
                return strange("it has " + events.size() + " events, and says " + count);
            }
            return Result.ok(new Fetched(
                    read.path("node").asText(""),
                    read.path("node-id").asText(""),
                    texts(read.path("through")),
                    read.path("role").asText(""),
                    read.path("primary").asText(""),
                    new Epoch(
                            read.path("epoch").asLong(1),
                            read.path("epoch-after").asLong(),
                            read.path("epoch-order-id").asLong(),
                            read.path("epoch-node").asText(""),
                            read.path("epoch-node-id").asText(""),
                            read.path("epoch-address").asText("")),
                    read.path("head").asLong(),
                    read.path("total").asLong(),
                    read.path("lag-ms").asLong(-1),
                    read.path("stopped").asText(""),
                    read.path("up-to").asLong(),
                    read.path("end").asBoolean(),
                    events));
        } catch (IOException | IllegalArgumentException e) {
            return strange(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText("")));
        return List.copyOf(texts);
    }

    private static List<Event> events(byte[] answer, int from, int length) {
        List<Event> events = new ArrayList<>();
        int start = from;
        while (start < length && answer[start] == '{') {
            int end = start;
            while (end < length && answer[end] != '\n') {
                end++;
            }
            int last = answer[end - 1] == ',' ? end - 1 : end;
            events.add(Event.ofLine(answer, start, last - start));
            start = end + 1;
        }
        return events;
    }

    private static <T> Result<T> strange(String why) {
        return Result.err(
                Failure.Kind.UNREACHABLE,
                "what was answered is not from a Photon that can be followed: " + why,
                "is 'follow' the address of a Photon of this version?");
    }
}
