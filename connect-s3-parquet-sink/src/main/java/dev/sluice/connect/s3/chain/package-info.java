// SPDX-License-Identifier: Apache-2.0
/** What the files of one topic-partition in one directory say: names, metadata, where to resume. Pure. */
@NullMarked
package dev.sluice.connect.s3.chain;

import org.jspecify.annotations.NullMarked;
