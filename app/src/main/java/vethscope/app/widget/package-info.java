/// The small parts that every panel is made of: icons, words, fields, segments and chips in the look of the window.
@NullMarked
package vethscope.app.widget;

import org.jspecify.annotations.NullMarked;
