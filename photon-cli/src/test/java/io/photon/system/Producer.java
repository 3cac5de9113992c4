// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Emits numbered events one after another until the daemon is gone, and remembers what it was told: which were
 * answered with which position, and which have an unknown fate (docs/reliability).
 */
final class Producer implements Runnable {

    /** Events answered as stored: key {@code client/n}, value the order-id. */
    final Map<String, Long> answered = new ConcurrentSkipListMap<>();

    /** Sent, but never answered: stored once or not at all. */
    final Map<String, Boolean> unknown = new ConcurrentHashMap<>();

    /** Answered as not stored. */
    final Map<String, String> refused = new ConcurrentHashMap<>();

    private final HttpDoor door;
    private final String client;
    private final int max;

    Producer(HttpDoor door, String client, int max) {
        this.door = door;
        this.client = client;
        this.max = max;
    }

    @Override
    public void run() {
        for (int n = 0; n < max; n++) {
            String key = client + "/" + n;
            try {
                HttpResponse<String> response = door.emit(event(key, n));
                if (response.statusCode() == 200) {
                    answered.put(
                            key,
                            HttpDoor.JSON
                                    .readTree(response.body())
                                    .get("order-id")
                                    .longValue());
                } else {
                    refused.put(key, response.statusCode() + " " + response.body());
                }
            } catch (IOException e) {
                unknown.put(key, true);
                return; // the daemon is gone: that is what the test is about
            }
        }
    }

    private String event(String key, int n) {
        return "{\"stream-name\":\"client-" + client + "\",\"event-type\":\"Numbered\",\"payload\":{\"key\":\"" + key
                + "\",\"filler\":\"" + "x".repeat(n % 700) + "\"}}";
    }

    /** The key that a replayed line carries. */
    static String keyOf(String line) {
        int at = line.indexOf("\"key\":\"") + 7;
        return line.substring(at, line.indexOf('"', at));
    }

    static long orderIdOf(String line) {
        int at = line.indexOf("\"order-id\":") + 11;
        int end = at;
        while ("0123456789".indexOf(line.charAt(end)) >= 0) {
            end++;
        }
        return Long.parseLong(line, at, end, 10);
    }

    /** Runs producers until all have ended. */
    static List<Thread> start(List<Producer> producers) {
        List<Thread> threads = producers.stream()
                .map(producer -> new Thread(producer, "producer " + producer.client))
                .toList();
        threads.forEach(Thread::start);
        return threads;
    }
}
