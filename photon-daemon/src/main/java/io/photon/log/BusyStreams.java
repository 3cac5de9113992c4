// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import java.util.List;

/**
 * The streams that got most events of late, the busiest first.
 *
 * @param millis how long the time is that is looked at, up to a minute
 */
public record BusyStreams(long millis, List<BusyStream> streams) {}
