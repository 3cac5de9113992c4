// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

import java.util.List;

/**
 * Names a daemon told. Immutable.
 *
 * @param key what was asked
 * @param askedMs when it answered, in ms since 1970
 * @param isWhole whether there are no others that fit the key
 * @param names in the daemon's order
 */
record NameList(NameKey key, long askedMs, boolean isWhole, List<String> names) {

    /** Whether every name that fits a key is in this list. */
    boolean answers(NameKey wanted) {
        return key.equals(wanted)
                || isWhole
                        && key.kind() == wanted.kind()
                        && key.stream().equals(wanted.stream())
                        && wanted.prefix().startsWith(key.prefix());
    }

    /** Those that begin as wanted. */
    List<String> startingWith(String prefix) {
        return names.stream().filter(name -> name.startsWith(prefix)).toList();
    }
}
