// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import io.photon.projection.ProjectionSettings;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import org.jspecify.annotations.Nullable;

/** Why a question about a projection, or a new one, is refused. Pure, but for the size of the heap. */
final class Refusals {

    private Refusals() {}

    static Failure notKnownYet(String name) {
        return Failure.of(
                Failure.Kind.OVERLOADED,
                "projection '" + Excerpt.of(name) + "' is not known yet: files are still being loaded",
                "ask again in a moment");
    }

    static Failure unknown(String name) {
        return Failure.of(
                Failure.Kind.NOT_FOUND,
                "no projection '" + Excerpt.of(name) + "'",
                "list them with: photon projection list");
    }

    /** More would fill the heap, and then no projection could go on. @return null while there is room */
    static @Nullable Failure crowded(int projections) {
        long heapBytes = Runtime.getRuntime().maxMemory();
        int most = ProjectionSettings.most(heapBytes);
        return projections < most
                ? null
                : Failure.of(
                        Failure.Kind.OVERLOADED,
                        "there are " + projections + " projections, and a heap of " + (heapBytes >> 20)
                                + " MiB has room for " + most,
                        "delete one, fold several values in one projection, or start with a larger heap:"
                                + " PHOTON_JAVA_OPTS=-Xmx1g");
    }
}
