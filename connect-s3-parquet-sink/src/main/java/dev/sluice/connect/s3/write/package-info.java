// SPDX-License-Identifier: Apache-2.0
/** The one place that acts: open files, their publication, and what the worker may commit. */
@NullMarked
package dev.sluice.connect.s3.write;

import org.jspecify.annotations.NullMarked;
