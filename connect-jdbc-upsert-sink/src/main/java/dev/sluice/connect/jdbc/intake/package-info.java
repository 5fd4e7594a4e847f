// SPDX-License-Identifier: Apache-2.0
/**
 * What a task has been given and has not written yet, and what it may say about offsets. Pure: no database, no clock.
 */
@NullMarked
package dev.sluice.connect.jdbc.intake;

import org.jspecify.annotations.NullMarked;
