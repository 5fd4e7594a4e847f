// SPDX-License-Identifier: Apache-2.0
/** What the writing needs to know of a file format, and no more. */
@NullMarked
package dev.sluice.connect.s3.format;

import org.jspecify.annotations.NullMarked;
