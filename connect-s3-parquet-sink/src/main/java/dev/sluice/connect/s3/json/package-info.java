// SPDX-License-Identifier: Apache-2.0
/** Records as lines of JSON. */
@NullMarked
package dev.sluice.connect.s3.json;

import org.jspecify.annotations.NullMarked;
