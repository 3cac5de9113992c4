// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

/**
 * Which names are wanted.
 *
 * @param kind of what
 * @param stream whose event types or fields; empty for those of all streams
 * @param prefix how they begin; empty for all
 */
public record NameKey(NameKind kind, String stream, String prefix) {

    /** Names that are not those of one stream. */
    public static NameKey of(NameKind kind, String prefix) {
        return new NameKey(kind, "", prefix);
    }

    /** The whole list, where a daemon does not pick by prefix. */
    NameKey asAsked() {
        return kind == NameKind.STREAMS ? this : new NameKey(kind, stream, "");
    }
}
