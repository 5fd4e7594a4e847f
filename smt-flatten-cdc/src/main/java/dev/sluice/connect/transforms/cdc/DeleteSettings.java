// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/**
 * What becomes of the events that take rows away.
 *
 * @param mark set on every row in those modes that {@link DeleteMode#marksRows() mark rows}
 */
public record DeleteSettings(DeleteMode mode, TruncateMode truncates, DeletedMark mark) {}
