import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Also for what prettier cannot break: comments and texts. Only a regular expression or a URL cannot be shorter. */
const MAX_LEN = ['error', { code: 140, ignoreRegExpLiterals: true, ignoreUrls: true }];

/** Complexity and file length are errors: a file that wants to be longer holds two concepts. */
export default defineConfig(
  { ignores: ['lib/', 'dist/', 'node_modules/', 'src/imports/', 'coverage/', '.tmp/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ['error', 15],
      'max-depth': ['error', 4],
      'max-lines': ['error', 300],
      'max-len': MAX_LEN,
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // A spread string is its code points, which is what columns and Go's own functions count.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    rules: { 'max-len': MAX_LEN },
  },
  {
    // Pages of the documentation, whose sentences and examples keep their lines.
    files: ['docs/generate/**/*.ts'],
    rules: { 'max-len': ['error', { ...MAX_LEN[1], ignoreStrings: true, ignoreTemplateLiterals: true }] },
  },
  {
    files: ['.projenrc.ts'],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
