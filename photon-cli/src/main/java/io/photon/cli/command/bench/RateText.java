// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.bench;

import io.photon.result.Failure.Kind;
import io.photon.result.Result;

/** Reads a rate as a user writes it: {@code 1000} or {@code 1000/s}. */
final class RateText {

    private static final double HIGHEST = 10_000_000;

    private RateText() {}

    /** Events a second, above 0. */
    static Result<Double> parse(String text) {
        String number = text.endsWith("/s") ? text.substring(0, text.length() - 2) : text;
        if (number.matches("\\d{1,9}(\\.\\d{1,3})?")) {
            double rate = Double.parseDouble(number);
            if (rate > 0 && rate <= HIGHEST) {
                return Result.ok(rate);
            }
        }
        return Result.err(
                Kind.BAD_INPUT, "--rate is '" + text + "'", "write events a second, above 0, e.g. 1000/s or 0.5/s");
    }
}
