/// The bundled fonts and how wide a text is in them: the same on every machine, with no display and no toolkit.
package vethscope.app.font;
