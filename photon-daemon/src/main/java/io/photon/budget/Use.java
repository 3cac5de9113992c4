// SPDX-License-Identifier: Apache-2.0
package io.photon.budget;

/** What memory is taken for; each has a counter of its own. */
public enum Use {
    /** Bodies of HTTP requests, and what was read from them and is not answered yet. */
    REQUESTS,
    /** Answers over HTTP that wait for their clients. */
    ANSWERS,
    /** Large events and kept pages of replays. */
    REPLAYS,
    /** Single events, lists and backups while they are read. */
    READS,
    /** Events that wait for their projection. */
    PROJECTIONS,
    /** Lines that wait for readers of a feed. */
    FEEDS,
    /** Events and calls that came over Muon. */
    MUON
}
