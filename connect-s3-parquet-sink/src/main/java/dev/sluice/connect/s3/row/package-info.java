// SPDX-License-Identifier: Apache-2.0
/** What the rows of files look like: their columns, how these grow, and how records become rows. Pure, and the same for all formats. */
@NullMarked
package dev.sluice.connect.s3.row;

import org.jspecify.annotations.NullMarked;
