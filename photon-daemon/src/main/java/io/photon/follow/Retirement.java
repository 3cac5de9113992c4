// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.result.Failure;
import org.jspecify.annotations.Nullable;

/**
 * That another node is the primary. Immutable.
 *
 * @param by the epoch that began there
 * @param unreplicated how many events of this node never reached it
 * @param file where those are; null when there are none
 */
public record Retirement(
        Epoch by, long unreplicated, @Nullable String file) {

    /** How the name of such a file ends; that of a file on another node has the name of that one after it. */
    static final String ENDING = ".ndjson";

    /** The same as others are told it: also on which node the file is. @param node the one that tells it; the file may be on another */
    Retirement toldBy(String node) {
        return file == null || !file.endsWith(ENDING) ? this : new Retirement(by, unreplicated, file + " on " + node);
    }

    /** Why the node takes no events. */
    Failure why() {
        return Failure.notPrimary(
                "epoch " + by.number() + " has begun on " + by.where() + ", so this node takes no events; "
                        + (file == null
                                ? "all of its events reached that node"
                                : unreplicated + (unreplicated == 1 ? " event" : " events")
                                        + " of this one never reached it and are in " + file),
                by.address());
    }
}
