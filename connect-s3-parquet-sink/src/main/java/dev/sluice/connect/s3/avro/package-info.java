// SPDX-License-Identifier: Apache-2.0
/** Rows as Avro container files, written from Connect's values without the Avro library. */
@NullMarked
package dev.sluice.connect.s3.avro;

import org.jspecify.annotations.NullMarked;
