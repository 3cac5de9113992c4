// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.Answer;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;

/** A list that fits into one message: as many entries as there is room for, and whether there are more. */
final class Listing {

    /** As numbers in numbers a byte of an answer takes up to sixteen of a message's 32 MiB. */
    static final int MAX_BYTES = 1 << 20;

    private final StringBuilder json;
    private long bytes;
    private boolean begun;
    private boolean more;

    /** @param name of the list in the answer */
    private Listing(String name) {
        this.json = new StringBuilder(4_096).append("{\"").append(name).append("\":[");
    }

    /** As much of a page as fits. @param most entries, where they are read in turns */
    static Result<byte[]> of(Answer.Page page, int most) {
        return page.entries().next(most).map(entries -> {
            Listing listing = new Listing(page.list());
            for (String entry : entries) {
                if (!listing.add(entry)) {
                    break;
                }
            }
            return listing.json(!page.isWhole() && entries.size() == most);
        });
    }

    /** Adds an entry, the first one however large it is. @return whether there was room for it */
    private boolean add(String entry) {
        bytes += entry.getBytes(StandardCharsets.UTF_8).length + 1;
        if (begun && bytes > MAX_BYTES) {
            more = true;
            return false;
        }
        json.append(begun ? "," : "").append(entry);
        begun = true;
        return true;
    }

    private byte[] json(boolean evenMore) {
        return (json + (more || evenMore ? "],\"more\":true}" : "]}")).getBytes(StandardCharsets.UTF_8);
    }
}
