/** `orm-shell/sample-models`: the sample platform's models and its seed. */
export {
  Base,
  Category,
  Comment,
  CommentNotification,
  Image,
  Media,
  MentionNotification,
  Notification,
  Post,
  Profile,
  Tag,
  User,
  Video,
  postTags,
} from './models.js'
export { seed } from './seed.js'
