// SPDX-License-Identifier: Apache-2.0
/**
 * What keeps a task that has lost its partitions, and may not know it, from writing to them.
 */
@NullMarked
package dev.sluice.connect.jdbc.fence;

import org.jspecify.annotations.NullMarked;
