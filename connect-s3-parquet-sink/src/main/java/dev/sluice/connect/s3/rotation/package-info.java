// SPDX-License-Identifier: Apache-2.0
/** When a file closes. Pure: the caller reads the clock. */
@NullMarked
package dev.sluice.connect.s3.rotation;

import org.jspecify.annotations.NullMarked;
