// Expectations that tests share.
#pragma once

#include <gtest/gtest.h>

#include <string>

/// `text` holds `part`; the whole text is shown when it does not.
#define EXPECT_HAS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)
