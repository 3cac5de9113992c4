package io.photon.door.muon;

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
    Listing(String name) {
        this.json = new StringBuilder(4_096).append("{\"").append(name).append("\":[");
    }

    /** Adds an entry, the first one however large it is. @return whether there was room for it */
    boolean add(String entry) {
        bytes += entry.getBytes(StandardCharsets.UTF_8).length + 1;
        if (begun && bytes > MAX_BYTES) {
            more = true;
            return false;
        }
        json.append(begun ? "," : "").append(entry);
        begun = true;
        return true;
    }

    byte[] json(boolean evenMore) {
        return (json + (more || evenMore ? "],\"more\":true}" : "]}")).getBytes(StandardCharsets.UTF_8);
    }
}
