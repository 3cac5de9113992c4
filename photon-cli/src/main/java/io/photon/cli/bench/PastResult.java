// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.codec.JsonFields;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A result that was written as JSON, read again. */
final class PastResult {

    private final byte[] json;
    private final String load;
    private final byte[] latencies;
    private final byte[] samples;

    private PastResult(byte[] json, String load, byte[] latencies, byte[] samples) {
        this.json = json;
        this.load = load;
        this.latencies = latencies;
        this.samples = samples;
    }

    /** Reads one; BAD_INPUT when it is something else. */
    static Result<PastResult> read(Path file) throws IOException {
        return of(Files.readAllBytes(file), file.toString());
    }

    static Result<PastResult> of(byte[] json, String name) {
        String load = JsonFields.text(json, "bench");
        byte[] latencies = JsonFields.field(json, "latency-ms");
        byte[] samples = JsonFields.field(json, "samples");
        return load != null && latencies != null && samples != null
                ? Result.ok(new PastResult(json, load, latencies, samples))
                : Result.err(
                        Kind.BAD_INPUT,
                        name + " is not a result of photon bench",
                        "make one with: photon bench emit -o json > FILE");
    }

    String load() {
        return load;
    }

    boolean isComplete() {
        return "true".equals(JsonFields.text(json, "complete"));
    }

    /** What should be the same in both of a comparison, by name. */
    Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>();
        for (String part : List.of("settings", "client", "daemon")) {
            byte[] object = JsonFields.field(json, part);
            if (object != null) {
                JsonFields.forEach(object, 0, object.length, (b, nameFrom, nameTo, from, to) -> {
                    String name = new String(b, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
                    if (!name.equals("url") && !name.startsWith("timer-late") && !name.equals("cores-used")) {
                        conditions.put(part + "." + name, JsonFields.text(b, from, to));
                    }
                });
            }
        }
        return conditions;
    }

    /** A percentile of latencies of the whole run, in ms. */
    double latency(String name) {
        return number(latencies, name);
    }

    /** A figure second by second; seconds that do not have it are left out. */
    List<Double> seconds(String name) {
        List<Double> values = new ArrayList<>();
        JsonFields.forEach(samples, 0, samples.length, (b, nameFrom, nameTo, from, to) -> {
            double value = number(Arrays.copyOfRange(b, from, to), name);
            if (!Double.isNaN(value)) {
                values.add(value);
            }
        });
        return values;
    }

    private static double number(byte[] object, String name) {
        String text = JsonFields.text(object, name);
        try {
            return text == null ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN; // null, or written by hand: there is no figure
        }
    }
}
