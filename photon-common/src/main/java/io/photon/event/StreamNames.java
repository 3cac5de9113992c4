// SPDX-License-Identifier: Apache-2.0
package io.photon.event;

/** Names with a meaning of their own (docs/concepts). Any other name, with any character, is a user's. */
public final class StreamNames {

    /** Every event of every stream. A view, not a stream: nothing is appended to it. */
    public static final String ALL = "__all__";

    /** Photon's own changes: projections, deleted streams, settings changed at run time. */
    public static final String CONFIG = "__config__";

    /** Applications created and deleted. */
    public static final String SECURITY = "__security__";

    /** Longest name, in UTF-8 bytes. */
    public static final int MAX_BYTES = 4_096;

    /** What to do for one who wanted to delete an internal stream. */
    public static final String DELETABLE =
            "names that start and end with __ are Photon's; streams of your own can be deleted";

    private StreamNames() {}

    /** Whether only Photon writes to this stream: the name starts and ends with {@code __}. */
    public static boolean isInternal(String name) {
        return name.length() >= 4 && name.startsWith("__") && name.endsWith("__");
    }
}
