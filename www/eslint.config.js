import tseslint from "typescript-eslint";
import lit from "eslint-plugin-lit";

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/wasm"] },
  ...tseslint.configs.recommendedTypeChecked,
  lit.configs["flat/recommended"],
  {
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.json", "./tsconfig.build.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "max-lines": ["error", 450],
      "no-console": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // Lit binds listeners to the host; methods passed to templates keep their `this`.
      "@typescript-eslint/unbound-method": "off",
      "no-restricted-syntax": [
        "error",
        { selector: "MemberExpression[property.name='innerHTML']", message: "Text reaches the document as text." },
      ],
    },
  },
  { files: ["**/*.js", "**/*.mjs"], ...tseslint.configs.disableTypeChecked },
  // The contract stands in one place.
  { files: ["src/protocol.ts"], rules: { "max-lines": ["error", 700] } },
  { files: ["e2e/**"], rules: { "no-console": "off" } },
);
