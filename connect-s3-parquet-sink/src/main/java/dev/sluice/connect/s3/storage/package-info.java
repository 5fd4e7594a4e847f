// SPDX-License-Identifier: Apache-2.0
/** The object store behind one small interface. */
@NullMarked
package dev.sluice.connect.s3.storage;

import org.jspecify.annotations.NullMarked;
