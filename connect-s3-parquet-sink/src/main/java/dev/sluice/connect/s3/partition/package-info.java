// SPDX-License-Identifier: Apache-2.0
/** Where a record belongs. Pure: no clock, no store. */
@NullMarked
package dev.sluice.connect.s3.partition;

import org.jspecify.annotations.NullMarked;
