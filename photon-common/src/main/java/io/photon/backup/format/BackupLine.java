// SPDX-License-Identifier: Apache-2.0
package io.photon.backup.format;

import io.photon.event.Event;

/**
 * One event of a backup and where it stood. Immutable.
 *
 * @param number the line's number, from 1, over all backups of a chain
 * @param event the event in canonical form, with the order-id and event-time of the line
 */
public record BackupLine(long number, Event event) {}
