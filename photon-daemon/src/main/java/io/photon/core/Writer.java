// SPDX-License-Identifier: Apache-2.0
package io.photon.core;

/** On whose behalf an event is appended. */
public enum Writer {
    /** Anybody who asks through a door. */
    USER,
    /** Photon itself, recording a change of its own state. */
    PHOTON
}
