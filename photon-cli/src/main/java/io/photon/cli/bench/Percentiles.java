// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** The percentiles that are told of latencies. */
final class Percentiles {

    /** By their names, in order. */
    static final Map<String, Double> NAMED = named();

    private Percentiles() {}

    private static Map<String, Double> named() {
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("p50", 50.0);
        named.put("p90", 90.0);
        named.put("p99", 99.0);
        named.put("p99.9", 99.9);
        named.put("p99.99", 99.99);
        return named;
    }
}
