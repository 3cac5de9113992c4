// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

/** What an answer takes, and so which threads may make it. */
public enum Cost {
    /** Nothing is waited for. */
    QUICK,
    /** It may wait for the disk. */
    DISK,
    /** Events are read or folded, which may take a minute: no other question may have to wait for it. */
    FOLD
}
