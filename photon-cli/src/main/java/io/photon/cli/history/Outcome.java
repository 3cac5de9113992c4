// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.history;

/** How an operation ended, as far as the client that asked can tell. */
public enum Outcome {
    /** It was answered as stored. */
    ok,
    /** It was refused: it is not stored. */
    fail,
    /** No answer that tells: stored, or not. */
    unknown
}
