// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

/** How a result is written. */
public enum BenchFormat {
    /** For people. */
    table,
    /** All of it; {@code photon bench compare} reads it. */
    json,
    /** A line a second. */
    csv,
    /** The distribution of latencies, as HdrHistogram writes it. */
    hgrm
}
