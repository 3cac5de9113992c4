package io.photon.store.file;

/**
 * A place in a segment whose bytes are not what was written.
 *
 * @param offset where it starts in the file
 * @param end where the next sound group starts
 * @param after the last sound order-id before it
 * @param upTo the last order-id that can lie in it
 * @param what what is wrong
 */
record Damage(long offset, long end, long after, long upTo, String what) {

    String describe(Segment segment) {
        return describe(segment.describe());
    }

    String describe(String file) {
        return file + " at offset " + offset + ": " + what + "; events above " + after + " up to " + upTo
                + " cannot be read";
    }
}
