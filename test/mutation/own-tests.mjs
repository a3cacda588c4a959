/**
 * Which tests judge a mutant: those that mirror the path of its file, because a file's own tests are what describes it,
 * and because a mutant then costs one file of tests, not eighty. What has none of its own, or is described by others
 * too, stands here. Jest takes the choice as an order of tests with some left out.
 */
const described = {
  'shared/domain/findings': ['shared/domain/findings', 'shared/domain/readme'],
  'shared/domain/mails/change': ['shared/domain/mails/change', 'shared/domain/mails/content'],
  'shared/domain/mails/closure': ['shared/domain/mails/closure', 'shared/domain/mails/content'],
  'shared/domain/mails/layout': ['shared/domain/mails/closure', 'shared/domain/mails/content'],
  'shared/domain/mails/overdue': ['shared/domain/mails/overdue', 'shared/domain/mails/content'],
  'shared/domain/subscription': ['shared/domain/subscription', 'shared/domain/readme'],
  'shared/triggers/failed-notifications': ['functions/check-consistency/listed', 'functions/check-consistency/run'],
  'shared/triggers/take-call': ['functions/marketplace-event/handler', 'functions/marketplace-event/refused-calls'],
  'shared/validation/agreement': ['shared/validation/registration'],
  'shared/validation/choice': ['shared/validation/site', 'shared/validation/settlement', 'shared/validation/workspace'],
  'shared/validation/given': ['shared/validation/registration', 'shared/validation/workspace'],
  'shared/validation/language': ['shared/validation/workspace'],
  'shared/validation/text': ['shared/validation/username', 'shared/validation/workspace'],
};

/** `…/shared/domain/mail.ts` and `…/test/shared/domain/mail.test.ts` alike are `shared/domain/mail`. */
const named = (path) => path.replace(/^.*\/(?=(shared|functions)\/)/, '').replace(/(\.test)?\.ts$/, '');

export default class OwnTests {
  /** Jest is started with the files that are mutated: one for a mutant, all of them for the run without any. */
  constructor({ globalConfig }) {
    const mutated = globalConfig.nonFlagArgs.map(named);
    this.judges = new Set(mutated.flatMap((file) => described[file] ?? [file]));
  }

  sort(tests) {
    return tests.filter(({ path }) => this.judges.has(named(path)));
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
