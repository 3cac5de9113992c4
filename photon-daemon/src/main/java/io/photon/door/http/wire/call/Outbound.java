// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.budget.Backlogs;

/**
 * What the way out of long answers shares.
 *
 * @param backlogs what waits for all clients together
 * @param patienceMs how long a client may take nothing of its answer
 */
public record Outbound(Backlogs backlogs, long patienceMs) {}
